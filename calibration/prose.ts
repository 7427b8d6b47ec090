/** What stands around the tables of docs/calibration.md. */
export const prose = {
  title: '# Calibration: how often each test alarms',
  reading: `A test at a level of 5% is to alarm in at most 5% of the windows that did not drift, and as often as it can in those that
did. Here both are counted, for every test and for whole runs of the calibrated policy, by drawing windows of known
distributions and giving them to the program's own code.

- Shares are percent of the pairs of windows (or runs) in the row. \`a / b\`: p below 5%, p below 1%; without drift they
  should be at most 5.0 and 1.0. KS p < 0.01, the textbook's rule, is the second number under \`ks\`.
- **Bold** is above the nominal level by more than chance gives to one cell in a thousand. Of some hundreds of cells one may
  be bold for no reason: tests that know ranks only (from \`ks\` to \`mann-whitney\`) have one law for all columns without ties.
- ± is two standard errors of the simulation, in points: of a share of 5% where that is the limit, elsewhere of one of 50%.
- \`psi-calibrated\` asks whether the PSI is above the minimum effect of 0.1, \`psi-calibrated.unchanged\` whether anything
  changed at all. The policy calls a column drifted by the first, and \`minor\` by the second.
- PSI, where it stands in a column of its own, is the true one: over ten bins that each hold a tenth of the reference, or
  over the categories.
- A dash: the test is not defined for such columns, or not for most of the pairs.`,
  runs: `25 independent columns a run; a run alarms when at least one column does. The first four mixes have no drift. In the last
one all 25 columns moved by exactly the effect that is tolerated: nothing closer to drift is still none. \`calibrated\` is
\`mlreg drift\` as it comes: alpha 5%, Benjamini-Hochberg; \`uncorrected\` is \`--correction none\`, 5% a column. All kinds
are the columns of the next two tables, in turn.`,
  numbers: `Two windows from one distribution. Ties make the plain law of KS, and that of Kuiper, conservative;
\`ks.tieAwarePValue\` is not. Welch's t asks about means, which skewed or rare values hide from a small window beside a large
one: it alarms too often there, as its law says it must; Mann-Whitney and the others do not.`,
  categories: `The G-test follows its law only where the expected counts are not small, and chi-square errs on either side of its own:
below its level for windows of equal size, above it for unequal ones. \`chi-square.exactPValue\` needs no large counts.`,
  distances: `A distance has no level: at a fixed limit, here 0.1, two windows of one distribution alarm always or never, depending on
how many rows and how many categories they have. Energy is in the square root of the column's unit.`,
  boundary: `Drift of exactly the minimum effect. \`psi-calibrated\` is to alarm in at most 5% and 1%; all other tests ask whether
anything changed, and find that it did. The last two kinds are where its law fails: of a value that one window all but
lacks, the PSI of many rows varies more than the law knows (the exact variance is 4.9 and 1.4 times the law's), so that a
change of exactly the tolerated size is called drift more often. No whole run above has such columns.`,
  drifted: `A shift of 0.2 SD is a PSI of 0.04: a real change, and below the minimum effect, so that the calibrated policy calls it
\`minor\` and \`psi-calibrated\` is right not to alarm at any number of rows.`,
  defects: `Rules that are in use, in situations that they get wrong, and what the calibrated policy makes of one such column.`,
  leftOut: `## What is left out

- Whole runs of 1,000,000 rows a window: one takes as long as a hundred of 10,000 rows. The columns are there one by one.
- Rows that depend on each other (series, sessions): every test here takes rows for independent.
- The comparisons of whole windows by \`--multivariate\`: a classifier is trained for each pair, which takes seconds.
- More rounds for large windows: the ± says how much the shares may be off.`,
} as const
