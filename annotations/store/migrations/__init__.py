"""One module for each step from an empty database to the newest schema; none is ever edited."""
