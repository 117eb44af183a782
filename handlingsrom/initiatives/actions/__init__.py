"""What can be done with initiatives. Each action is one transaction with one audit line."""
