import statistics from '../en/statistics.json' with { type: 'json' };

export default { statistics };
