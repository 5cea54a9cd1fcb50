"""The year as a calendar: a month to look at, the days beside it, and tables of workdays taken in."""
