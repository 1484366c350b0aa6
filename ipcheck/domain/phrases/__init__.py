"""Pure functions that read the phrases of plans: one each for deadlines, responsibilities and stages."""
