"""The clause library: parametrised, versioned agreements about behaviour, in binding text and in plain words."""
