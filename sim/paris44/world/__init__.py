"""What the scenario means: roads, formations, light, weather and dice."""
