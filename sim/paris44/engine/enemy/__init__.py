"""The enemy on the road: strongpoints, fights and losses."""
