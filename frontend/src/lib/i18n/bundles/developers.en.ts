import developers from '../en/developers.json' with { type: 'json' };

export default { developers };
