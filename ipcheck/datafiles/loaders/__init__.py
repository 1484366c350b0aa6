"""From the content of data files to the rows of the catalogue, with every fault collected on the way."""
