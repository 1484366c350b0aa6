"""What the phrases of the plans mean. Pure functions: each rule about a phrase is read by one of them."""
