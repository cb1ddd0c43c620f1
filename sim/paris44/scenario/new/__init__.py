"""How an operation of the user's own begins: a folder that runs, and a map read from files of hers."""
