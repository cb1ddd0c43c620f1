"""What a Python user is given: scenarios, results and questions as objects; files stay behind them."""
