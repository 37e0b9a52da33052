"""Pages of the bank: accounts asked and answered; statements and their movements; payments to people."""
