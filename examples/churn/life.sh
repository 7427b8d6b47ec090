#!/bin/sh
# The whole life of a model: two trainings, the way to production, two weeks there, a bad candidate, a bad night, and
# what an auditor asks. Run it in a copy of this directory, with mlreg on the PATH.
set -eu
node make-data.mjs

# Each training job keeps its model, metrics and data with a run, and registers a version.
mlreg run --experiment churn -- sh train.sh training.csv tenure,charge
mlreg run --experiment churn -- sh train.sh training.csv

# The first version goes to production. mlreg.toml asks for a floor, for pinned data and for a second person.
mlreg promote churn/1 --to Staging --reason "the first model" --as ann
mlreg approve churn/1 --reason "looked at it with the call centre" --as bob
mlreg promote churn/1 --to Production --reason "takes the place of the list of rules" --as ann

# The second has to be better than the champion, on the same holdout; then it takes its place.
mlreg gate churn/2 --rule "auc >= champion + 0.02" --rule "accuracy >= champion"
mlreg promote churn/2 --to Staging --reason "knows the contract and the calls" --as ann
mlreg approve churn/2 --reason "no group is worse off" --as bob
mlreg promote churn/2 --to Production --reason "auc is up by 0.11" --as ann
mlreg alias churn@champion churn/2

# The service knows a name and a stage, and no path.
mlreg get models:/churn/Production serving/
node score.mjs serving/model week-18.csv scored-18.csv

# Every Monday, cron compares the week with what the champion was trained on: silent when it is fine.
mlreg drift models:/churn@champion week-18.csv --exclude churned --log new --quiet

# One Monday it is not: exit 1, and cron's mail has the table.
status=0
mlreg drift models:/churn@champion week-19.csv --exclude churned --log new || status=$?
test "$status" = 1
mlreg models show churn/2

# Somebody trains on that week in a hurry. The gate says no; the night shift overrules it, which is recorded.
mlreg run --experiment churn -- sh train.sh week-19.csv tenure,charge
status=0
mlreg gate churn/3 --rule "auc >= champion" || status=$?
test "$status" = 1
mlreg promote churn/3 --to Production --reason "prices went up" --as eve --force

# It is worse. One command goes back to what was there before, once its bytes are verified.
mlreg rollback churn --reason "scores are off since midnight: incident 7" --as bob
mlreg get models:/churn/Production serving/ --force

# What was in production then, who changed it and why, and whether anybody touched the record since.
mlreg history churn
mlreg history churn --as-of "1h ago"
mlreg audit verify
