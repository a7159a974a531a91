import forms from '../it/forms.json' with { type: 'json' };
import assistance from '../it/assistance.json' with { type: 'json' };
import applications from '../it/applications.json' with { type: 'json' };
import errors from '../it/errors.json' with { type: 'json' };
import messages from '../it/messages.json' with { type: 'json' };
import payments from '../it/payments.json' with { type: 'json' };
import privacy from '../it/privacy.json' with { type: 'json' };
import profile from '../it/profile.json' with { type: 'json' };
import states from '../it/states.json' with { type: 'json' };

export default { forms, applications, assistance, errors, messages, payments, privacy, profile, states };
