import feedback from '../en/feedback.json' with { type: 'json' };

export default { feedback };
