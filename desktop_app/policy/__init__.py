"""The rules of one year's notice, kept as data: (application, date, pack) -> findings, route, papers. No clock."""
