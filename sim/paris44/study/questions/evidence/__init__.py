"""Which uncertain figure carries an outcome's spread, and where to look for it."""
