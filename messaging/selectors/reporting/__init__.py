"""Raporlama (L-124, L-125, C-07): sums over the campaigns' counters, never over messages."""
