"""The evidence pack of one address: what it holds, and the script that proves it offline."""
