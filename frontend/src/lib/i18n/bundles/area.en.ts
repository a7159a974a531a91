import forms from '../en/forms.json' with { type: 'json' };
import assistance from '../en/assistance.json' with { type: 'json' };
import applications from '../en/applications.json' with { type: 'json' };
import errors from '../en/errors.json' with { type: 'json' };
import messages from '../en/messages.json' with { type: 'json' };
import payments from '../en/payments.json' with { type: 'json' };
import privacy from '../en/privacy.json' with { type: 'json' };
import profile from '../en/profile.json' with { type: 'json' };
import states from '../en/states.json' with { type: 'json' };

export default { forms, applications, assistance, errors, messages, payments, privacy, profile, states };
