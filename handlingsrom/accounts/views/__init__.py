"""What people see of sign-in, their profile, and the administration of people."""
