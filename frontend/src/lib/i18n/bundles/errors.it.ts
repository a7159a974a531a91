import errors from '../it/errors.json' with { type: 'json' };

export default { errors };
