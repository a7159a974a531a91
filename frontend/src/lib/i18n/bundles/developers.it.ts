import developers from '../it/developers.json' with { type: 'json' };

export default { developers };
