#!/bin/sh
# One training job: trains, keeps what came of it with the run, and registers it. "mlreg run" calls it.
#
#   sh train.sh TRAINING [FEATURES]
set -eu
node train.mjs "$1" holdout.csv 200 ${2:+"$2"} | tee scores.txt
mlreg log metric $(sed 's/: /=/' scores.txt)
mlreg log param "features=${2:-all}"
mlreg log data "$1" --context training --profile
mlreg log data holdout.csv --context evaluation
mlreg log artifact model
mlreg log dict feature_importance.json
mlreg register churn
