"""Documents: pages to PDF, seals, bundles and pictures. Knows no stage; heavy work runs in children."""
