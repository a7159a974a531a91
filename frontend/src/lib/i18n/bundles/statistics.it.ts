import statistics from '../it/statistics.json' with { type: 'json' };

export default { statistics };
