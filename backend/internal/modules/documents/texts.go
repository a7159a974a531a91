package documents

// The fixed words of the documents, in both languages.
var (
	txApplicationNumber = Localized{"Numero della pratica", "Application number"}
	txRegistration      = Localized{"Numero di protocollo", "Register number"}
	txRegistrationDate  = Localized{"Data di protocollo", "Date of registration"}
	txOffice            = Localized{"Ufficio responsabile", "Office in charge"}
	txResponsible       = Localized{"Responsabile del procedimento", "Person in charge"}
	txApplicant         = Localized{"Richiedente", "Applicant"}
	txTaxCode           = Localized{"Codice fiscale", "Tax code"}
	txSubmittedAt       = Localized{"Presentata il", "Submitted on"}
	txAnswers           = Localized{"Dati dichiarati", "Data you gave"}
	txDeclarations      = Localized{"Dichiarazioni rese", "Declarations made"}
	txAttachments       = Localized{"Documenti allegati", "Attached documents"}
	txDocument          = Localized{"Documento", "Document"}
	txFile              = Localized{"File e impronta SHA-256", "File and SHA-256 fingerprint"}
	txSize              = Localized{"Dimensione", "Size"}
	txFees              = Localized{"Importi", "Amounts"}
	txFeeReason         = Localized{"Causale", "Reason"}
	txAmount            = Localized{"Importo", "Amount"}
	txTotal             = Localized{"Totale", "Total"}
	txNext              = Localized{"Tempi e conclusione", "Time limits and outcome"}
	txRemedies          = Localized{"Se non sei d’accordo", "If you do not agree"}
	txContacts          = Localized{"A chi rivolgersi", "Who to contact"}
	txPhone             = Localized{"Telefono", "Phone"}
	txEmail             = Localized{"E-mail", "E-mail"}
	txPEC               = Localized{"PEC", "Certified e-mail (PEC)"}
	txAddress           = Localized{"Indirizzo", "Address"}
	txMunicipalTaxCode  = Localized{"codice fiscale", "tax code"}
	txPage              = Localized{"Pagina %d di %d", "Page %d of %d"}
	txIssuedOn          = Localized{"Documento emesso il", "Document issued on"}
	txCode              = Localized{"Codice di verifica", "Verification code"}
	txVerify            = Localized{"Verifica l’autenticità", "Check that it is authentic"}
	txVerifyText        = Localized{
		"Chiunque può controllare che questo documento sia autentico: inquadra il codice QR oppure apri la pagina qui sotto e scrivi il codice di verifica.",
		"Anybody can check that this document is authentic: scan the QR code, or open the page below and type the verification code.",
	}
	txQRAlt      = Localized{"Codice QR che apre la pagina di verifica: %s", "QR code that opens the verification page: %s"}
	txSimulation = Localized{"SIMULAZIONE", "SIMULAZIONE"}
	txSimulated  = Localized{
		"SIMULAZIONE: documento prodotto con servizi simulati, senza alcun valore legale.",
		"SIMULAZIONE (simulation): made with simulated services, without any legal value.",
	}
	txDemoMark = Localized{"COMUNE DIMOSTRATIVO", "COMUNE DIMOSTRATIVO"}
	txDemo     = Localized{
		"Comune dimostrativo: questo ente non esiste e il documento non ha valore legale.",
		"Demonstration municipality: this body does not exist and the document has no legal value.",
	}
	txHours = Localized{" alle ore ", " at "}

	txReceiptTitle = Localized{"Ricevuta di presentazione", "Receipt of your application"}
	txReceiptFile  = "ricevuta"
	txReceiptIntro = Localized{
		"Il Comune ha ricevuto la tua richiesta. Questa ricevuta ne attesta la presentazione: conservala.",
		"The municipality has received your application. This receipt proves that you submitted it: keep it.",
	}
	txDeadline = Localized{
		"Il procedimento si conclude entro %d giorni dalla presentazione, cioè entro il %s, salvo le sospensioni previste dalla legge (per esempio quando l’ufficio chiede documenti mancanti).",
		"The procedure ends within %d days of submission, that is by %s, except for the suspensions the law provides for (for example when the office asks for missing documents).",
	}
	txSilence = map[string]Localized{
		"assent": {
			"Se entro questa data non ricevi una risposta negativa, la richiesta si considera accolta (silenzio assenso, art. 20 della legge 241/1990).",
			"If you receive no refusal by that date, your application counts as accepted (tacit assent, art. 20 of law 241/1990).",
		},
		"refusal": {
			"Se entro questa data non ricevi una risposta, la richiesta si considera respinta.",
			"If you receive no answer by that date, your application counts as refused.",
		},
		"none": {
			"L’ufficio risponde sempre con un provvedimento espresso: il silenzio non vale come accoglimento.",
			"The office always answers with an explicit decision: silence does not count as acceptance.",
		},
	}
	txRemedySilence = Localized{
		"Se il termine passa senza risposta puoi chiedere l’intervento di chi ha il potere sostitutivo presso il Comune (art. 2, comma 9-bis, della legge 241/1990) oppure ricorrere al Tribunale amministrativo regionale finché il ritardo dura, al più tardi entro un anno dalla scadenza.",
		"If the time limit passes without an answer you may ask the municipality’s substitute officer to act (art. 2, par. 9-bis of law 241/1990) or apply to the regional administrative court for as long as the delay lasts, at the latest one year after the time limit.",
	}
	txRemedyAssent = Localized{
		"Decorso il termine puoi chiedere al Comune un’attestazione che la richiesta è stata accolta.",
		"Once the time limit has passed you may ask the municipality for a certificate that your application was accepted.",
	}

	txOutcomeTitle = Localized{"Atto n. %s", "Act no. %s"}
	txOutcomeFile  = "atto"
	txAccepted     = Localized{"La richiesta è accolta.", "The application is accepted."}
	txRejected     = Localized{"La richiesta è respinta.", "The application is rejected."}
	txSilenceOver  = Localized{
		"La richiesta è accolta per silenzio assenso: il termine è scaduto senza una risposta negativa.",
		"The application is accepted by tacit assent: the time limit passed without a refusal.",
	}
	txDecision  = Localized{"Decisione", "Decision"}
	txReasons   = Localized{"Motivazione", "Reasons"}
	txDecidedBy = Localized{"Adottato da", "Decided by"}
	txDecidedAt = Localized{"Data della decisione", "Date of the decision"}
	txBasis     = Localized{"Dati su cui si basa la decisione", "Data the decision is based on"}
	txRemedyAct = Localized{
		"Contro questo atto puoi ricorrere al Tribunale amministrativo regionale entro 60 giorni da quando ne hai avuto notizia oppure, in alternativa, al Presidente della Repubblica entro 120 giorni. Puoi anche chiedere all’ufficio di riesaminare la decisione e di vedere i documenti del procedimento.",
		"You may appeal against this act to the regional administrative court within 60 days of learning of it or, alternatively, to the President of the Republic within 120 days. You may also ask the office to review its decision and to show you the documents of the procedure.",
	}

	txPaymentTitle  = Localized{"Ricevuta di pagamento", "Payment receipt"}
	txPaymentFile   = "ricevuta-pagamento"
	txPaymentIntro  = Localized{"Il pagamento è arrivato al Comune.", "The municipality has received the payment."}
	txPaymentReason = Localized{"Causale del versamento", "Reason for payment"}
	txPaidAt        = Localized{"Pagato il", "Paid on"}
	txNotice        = Localized{"Codice avviso", "Notice code"}
	txIUV           = Localized{"IUV (identificativo univoco di versamento)", "IUV (unique payment identifier)"}
	txReceiptID     = Localized{"Identificativo della ricevuta", "Receipt identifier"}
	txPSP           = Localized{"Prestatore di servizi di pagamento", "Payment service provider"}
	txPayer         = Localized{"Intestatario", "Debtor"}

	txIntegrationTitle   = Localized{"Ricevuta di integrazione", "Receipt of added documents"}
	txIntegrationFile    = "ricevuta-integrazione"
	txIntegrationIntro   = Localized{"Il Comune ha ricevuto le integrazioni alla tua richiesta.", "The municipality has received what you added to your application."}
	txIntegrationRequest = Localized{"Che cosa era stato chiesto", "What was asked for"}
	txIntegrationAnswer  = Localized{"La tua risposta", "Your answer"}
	txRequestedAt        = Localized{"Richiesta il", "Asked on"}
	txAnsweredAt         = Localized{"Ricevuta il", "Received on"}
	txNewDeadline        = Localized{"Il termine per la conclusione del procedimento riprende a decorrere e scade il %s.", "The time limit of the procedure runs again and ends on %s."}
)
