"""Documents: pages to PDF, seals, bundles and pictures. Knows no stage and no web framework; heavy work runs in children."""
