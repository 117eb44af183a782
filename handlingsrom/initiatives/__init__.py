"""The spine: an initiative, its team, its way through the method, its worksheets and its follow-up."""
