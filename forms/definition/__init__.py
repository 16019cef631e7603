"""What a form is: schema, texts per locale, digest and the checks before publishing."""
