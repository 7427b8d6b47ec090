"""What is written by hand today: pandas and SciPy, the tests that `mlreg drift` makes, on every column.

    python peer_scipy.py REFERENCE CURRENT
"""
import sys

import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency, ks_2samp, wasserstein_distance


def read(path):
    return pd.read_parquet(path) if path.endswith('.parquet') else pd.read_csv(path)


def psi(reference, current):
    edges = np.unique(np.quantile(reference, np.linspace(0, 1, 11)))
    edges[0], edges[-1] = -np.inf, np.inf
    r, c = (np.histogram(values, edges)[0] / len(values) + 1e-4 for values in (reference, current))
    return float(np.sum((c - r) * np.log(c / r)))


reference, current = read(sys.argv[1]), read(sys.argv[2])
for name in reference:
    r, c = reference[name].dropna(), current[name].dropna()
    if r.dtype.kind in 'fi':
        r, c = r.to_numpy(), c.to_numpy()
        ks = ks_2samp(r, c)
        print(name, ks.statistic, ks.pvalue, psi(r, c), wasserstein_distance(r, c))
    else:
        counts = pd.concat([r.value_counts(), c.value_counts()], axis=1).fillna(0)
        statistic, p, *_ = chi2_contingency(counts.to_numpy().T, correction=False)
        print(name, statistic, p)
