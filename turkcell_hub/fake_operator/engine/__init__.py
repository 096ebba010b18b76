"""What every protocol shares: clock, accounts, scripts, truth, batches, reports and pushes."""
