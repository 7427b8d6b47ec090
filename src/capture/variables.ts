import { isSecretVariable, mask, masked } from './mask-secrets.ts'

const names: readonly string[] = [
  ...['LANG', 'LC_ALL', 'TZ', 'PATH', 'PWD', 'SHELL', 'HOSTNAME', 'TMPDIR'],
  ...['PYTHONPATH', 'PYTHONHASHSEED', 'VIRTUAL_ENV', 'CONDA_PREFIX', 'CONDA_DEFAULT_ENV', 'PYENV_VERSION'],
  ...[
    'NODE_ENV',
    'NODE_OPTIONS',
    'R_LIBS',
    'R_LIBS_USER',
    'JULIA_PROJECT',
    'JULIA_NUM_THREADS',
    'LD_LIBRARY_PATH',
  ],
  ...[
    'RANK',
    'LOCAL_RANK',
    'WORLD_SIZE',
    'MASTER_ADDR',
    'MASTER_PORT',
    'SEED',
    'KERAS_BACKEND',
    'TOKENIZERS_PARALLELISM',
  ],
  ...[
    'CI',
    'BUILD_URL',
    'BUILD_NUMBER',
    'JOB_NAME',
    'CI_JOB_URL',
    'CI_PIPELINE_ID',
    'CI_COMMIT_SHA',
    'CI_COMMIT_BRANCH',
  ],
  ...[
    'GITHUB_ACTIONS',
    'GITHUB_REPOSITORY',
    'GITHUB_RUN_ID',
    'GITHUB_RUN_ATTEMPT',
    'GITHUB_WORKFLOW',
    'GITHUB_JOB',
  ],
  ...[
    'GITHUB_SHA',
    'GITHUB_REF',
    'GITHUB_EVENT_NAME',
    'KUBERNETES_SERVICE_HOST',
    'NVIDIA_VISIBLE_DEVICES',
    'MLREG_NOW',
  ],
]
const families =
  /^(CUDA|CUDNN|CUBLAS|NCCL|HIP|ROCR|OMP|MKL|OPENBLAS|BLIS|NUMEXPR|VECLIB|KMP|GOMP|TF(?!_(?:CLI|VAR|TOKEN|WORKSPACE|DATA))|TORCH|PYTORCH|XLA|JAX|SLURM|PBS|LSB|DVC)_/

/**
 * The variables that may bear on a result: those of a list, and those asked for. Nothing else of the environment is
 * kept; a secret's name is, its value never.
 */
export function captureVariables(
  env: Readonly<Record<string, string | undefined>>,
  asked: readonly string[] = [],
): Record<string, string> {
  const wanted = (name: string) => names.includes(name) || families.test(name) || asked.includes(name)
  const found = Object.keys(env).filter(wanted).sort()
  return Object.fromEntries(
    found.map(name => [name, isSecretVariable(name) ? mask : masked(env[name] ?? '', env)]),
  )
}
