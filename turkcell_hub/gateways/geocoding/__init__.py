"""Geocoders: a street address in, points out."""
