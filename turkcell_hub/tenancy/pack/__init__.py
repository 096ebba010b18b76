"""What goes into signed packs for whoever checks them."""
