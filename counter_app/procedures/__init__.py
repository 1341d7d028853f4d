"""Which procedures a household needs (手続の判定): catalogue, determination, interview."""
