import feedback from '../it/feedback.json' with { type: 'json' };

export default { feedback };
