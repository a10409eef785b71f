"""What everything stands on: the errors of users, arithmetic with the unknown, numbers and figures in words."""
