// Every text of the page in two languages, and numbers, hours and days as people write them.
const WORDS = {
  en: {
    title: "", skip: "Skip to the play button", scenario: "Scenario", language: "Language",
    map: "Map of the advance", view: "View of the map", zoomIn: "Zoom in", zoomOut: "Zoom out",
    follow: "Follow", whole: "Whole march", city: "{0}", play: "Play", pause: "Pause", again: "Play again",
    clock: "Clock", speed: "Speed", perSecond: "{0} per second", night: "night", moon: "moon {0} %", rain: "rain", fog: "fog",
    close: "Close", others: "Others", enemy: "Strongpoint", likely: "post of which no source speaks: it may stand there ({0} to {1} %), and does in this run", fallen: "fallen", runShown: "one run in {0}; faint dots: other runs",
    columns: "The columns", columnsLead: "Choose a column, here or on the map: who it is, how it marches, and where its hours go.",
    vehicles: "vehicles", men: "men", tanks: "tanks", guns: "guns",
    strength: "Strength", whereNow: "At this hour", ordersOf: "Its orders in this run", orderOfMarch: "Order of march",
    hoursOf: "Where its hours go", hoursNote: "Mean over {0} runs: the time of all its march units, from their first order to the end.",
    sources: "Sources", grade: "grade {0}", gradeWords: "A: log or order of the time. B: serious later source. C: vague or contested. D: the modeller's judgement.",
    notYet: "has not set out", rests: "stands at {0}", headAt: "head between {0} and {1}", headStands: "head at {0}", tailAt: "tail between {0} and {1}", tailStands: "tail at {0}",
    long: "{0} km from head to tail", by: "by {0}",
    graph: "The march graph", graphLead: "Time runs to the right, the road to {0} upwards. Each band is a column from its head to its tail: a steep band marches, a level one stands. Grey stripes are nights. Click to set the clock.",
    graphLabel: "March graph: distance to the centre against time. The table of the columns and the journal say the same in words.", toCentre: "km to {0}",
    moments: "When would it have happened?", momentsLead: "Each dot is one twentieth of {0} runs with other luck: twenty dots to count. The bar is the recorded time with its bounds, where there is one.", momentsFew: "Each dot is one of {0} runs with other luck. The bar is the recorded time with its bounds, where there is one.", momentsOne: "One run, every draw at its median.",
    moment: "Moment", median: "Median", between: "in 9 runs of 10 between", never: "never", neverShare: "never in {0} of the runs", spread: "Spread",
    losses: "Losses", quantity: "Quantity",
    compare: "What if?", compareLead: "Both scenarios throw the same dice, so each pair of runs differs by the change alone. The interval holds the median difference with 95 % confidence.",
    paired: "Only the first {0} runs of both are pairs; {1} were made of the one, {2} of the other.", difference: "Difference", interval: "95 % interval", earlier: "{0} earlier", later: "{0} later", same: "no difference", why: "Why (mean)", changed: "What was changed", exploratory: "Exploratory:", noPair: "These two results cannot be compared in pairs:", noPair_dice: "they do not throw the same dice (seed {0}).", noPair_start: "they do not begin at the same hour.", doubt_incomplete: "its passport is incomplete", doubt_false: "its passport is false: the worlds differ before {0}", against: "“{0}” against “{1}”", gates: "Place by place", earlierShare: "earlier in {0} of {1} pairs", chart: "Runs",
    antecedent: "The change", decidedBy: "Who could have decided it", divergesAt: "From", holdsFixed: "What is held fixed", expected: "What was expected beforehand",
    record: "Against the record", recordLead: "Every recorded time, with its source, beside the simulation. The scale is the simulated time minus the recorded one, in hours; the shaded bar is what the source leaves open. No recorded departure, arrival or fight is an input of the historical run.",
    recordEarly: "Before the simulation begins", recordCount: "Recorded times: {0}", recordJudge: "to judge the model: {0}", recordSet: "to set its parameters: {0}",
    score: "How well it fits", scoreDays: "Days", scoreAll: "all days", scoreRows: "Times", scoreError: "Median error", scoreCovered: "Inside 9 runs of 10", scoreWidth: "Their width", scoreCrps: "CRPS", scoreLog: "CRPS: model | last log", scoreTenths: "Where in the law",
    scoreNote: "Error: from the simulated median to the bounds of the source. Inside: the interval of nine runs in ten meets the recorded time (in brackets: by one that reaches never). CRPS: the mean distance of the simulated times to the recorded one, less half their distance to each other; never counts as the end. Last log: on from the formation’s last recorded time at its recorded pace, on the rows where there is one. Where in the law: recorded times by tenth of the simulated ones, the earliest first; even where the odds are right. *: days on which parameters may be set; the others only judge.",
    recorded: "recorded", simulated: "simulated", noHour: "no hour", notSimulated: "not simulated", source: "Source", tooEarly: "earlier", tooLate: "later", hours: "h", axisLabel: "hours from the recorded time",
    seed: "Where the accounts disagree", seedOpen: "Show the {0} statements", seedLead: "The account that this project began with, and what the record says. Where they contradict each other, both stand: one scenario plays the plan as told, another what was done.",
    statement: "The account says", recordSays: "The record says", shownIn: "Shown in",
    limits: "What is not modelled", journal: "Journal of one run", journalLead: "Everything that the captions tell, in order. Choose another run to see the same orders with other luck.",
    journalOpen: "Show the journal", run: "Run", typical: "run {0}, the typical one (nearest to the medians)", oneRun: "run {0}", ghosts: "Show the other runs as faint dots",
    keys: "Keyboard", mapSays: "Map of the advance at {0}. {1}", moving: "{0} columns on the move, {1} in place.", nothingYet: "Press play.",
    about: "Made by Paris 44 {0}. {1}: {2} runs, seed {3}, run folder {4}.", noChance: "none (medians)",
    credit: "", offline: "The page works without a network; links lead to the sources.",
    byPlace: "{0}: {1}", noonLine: "until {0}", away: "{1}, {0} km",
  },
  fr: {
    title: "", skip: "Aller au bouton de lecture", scenario: "Scénario", language: "Langue",
    map: "Carte de l’avance", view: "Vue de la carte", zoomIn: "Agrandir", zoomOut: "Réduire",
    follow: "Suivre", whole: "Toute la marche", city: "{0}", play: "Lire", pause: "Pause", again: "Relire",
    clock: "Heure", speed: "Vitesse", perSecond: "{0} par seconde", night: "nuit", moon: "lune à {0} %", rain: "pluie", fog: "brouillard",
    close: "Fermer", others: "Autres", enemy: "Point d’appui", likely: "poste dont aucune source ne parle : il peut s’y trouver ({0} à {1} %), et s’y trouve dans ce tirage", fallen: "tombé", runShown: "un tirage sur {0} ; points pâles : les autres",
    columns: "Les colonnes", columnsLead: "Choisissez une colonne, ici ou sur la carte : qui elle est, comment elle marche, à quoi passent ses heures.",
    vehicles: "véhicules", men: "hommes", tanks: "chars", guns: "canons",
    strength: "Effectif", whereNow: "À cette heure", ordersOf: "Ses ordres dans ce tirage", orderOfMarch: "Ordre de marche",
    hoursOf: "À quoi passent ses heures", hoursNote: "Moyenne de {0} tirages : le temps de toutes ses unités de marche, du premier ordre à la fin.",
    sources: "Sources", grade: "note {0}", gradeWords: "A : journal ou ordre de l’époque. B : source postérieure sérieuse. C : vague ou contesté. D : estimation des auteurs.",
    notYet: "n’est pas encore partie", rests: "stationne à {0}", headAt: "tête entre {0} et {1}", headStands: "tête à {0}", tailAt: "queue entre {0} et {1}", tailStands: "queue à {0}",
    long: "{0} km de la tête à la queue", by: "par {0}",
    graph: "Le graphique de marche", graphLead: "Le temps va vers la droite, la route vers {0} vers le haut. Chaque bande est une colonne, de la tête à la queue : une bande raide marche, une bande plate est arrêtée. Les bandes grises sont les nuits. Un clic règle l’heure.",
    graphLabel: "Graphique de marche : distance au centre en fonction du temps. La liste des colonnes et le journal disent la même chose en mots.", toCentre: "km jusqu’à {0}",
    moments: "Quand cela serait-il arrivé ?", momentsLead: "Chaque point est un vingtième de {0} tirages avec une autre chance : vingt points à compter. La barre est l’heure attestée avec ses bornes, quand il y en a une.", momentsFew: "Chaque point est l’un de {0} tirages avec une autre chance. La barre est l’heure attestée avec ses bornes, quand il y en a une.", momentsOne: "Un seul tirage, chaque hasard à sa médiane.",
    moment: "Moment", median: "Médiane", between: "9 fois sur 10 entre", never: "jamais", neverShare: "jamais dans {0} des tirages", spread: "Dispersion",
    losses: "Pertes", quantity: "Grandeur",
    compare: "Et si ?", compareLead: "Les deux scénarios jettent les mêmes dés : chaque paire de tirages ne diffère que par le changement. L’intervalle contient la différence médiane avec une confiance de 95 %.",
    paired: "Seuls les {0} premiers tirages de chacun forment des paires ; l’un en a {1}, l’autre {2}.", difference: "Différence", interval: "Intervalle à 95 %", earlier: "{0} plus tôt", later: "{0} plus tard", same: "aucune différence", why: "Pourquoi (moyenne)", changed: "Ce qui a été changé", exploratory: "À titre exploratoire :", noPair: "Ces deux résultats ne se comparent pas par paires :", noPair_dice: "ils ne jettent pas les mêmes dés (graine {0}).", noPair_start: "ils ne commencent pas à la même heure.", doubt_incomplete: "son passeport est incomplet", doubt_false: "son passeport est faux : les mondes diffèrent avant le {0}", against: "« {0} », comparé à « {1} »", gates: "Lieu par lieu", earlierShare: "plus tôt dans {0} de {1} paires", chart: "Tirages",
    antecedent: "Le changement", decidedBy: "Qui aurait pu le décider", divergesAt: "À partir de", holdsFixed: "Ce qui reste fixé", expected: "Ce qu’on attendait avant de calculer",
    record: "Face aux sources", recordLead: "Chaque heure attestée, avec sa source, à côté de la simulation. L’échelle est l’heure simulée moins l’heure attestée, en heures ; la barre grisée est ce que la source laisse ouvert. Aucun départ, aucune arrivée, aucun combat attesté n’entre dans le calcul historique.",
    recordEarly: "Avant le début de la simulation", recordCount: "Heures attestées : {0}", recordJudge: "pour juger le modèle : {0}", recordSet: "pour régler ses paramètres : {0}",
    score: "À quel point le modèle s’accorde aux sources", scoreDays: "Jours", scoreAll: "tous les jours", scoreRows: "Heures", scoreError: "Erreur médiane", scoreCovered: "Dans 9 tirages sur 10", scoreWidth: "Leur largeur", scoreCrps: "CRPS", scoreLog: "CRPS : modèle | dernier journal", scoreTenths: "Place dans la loi",
    scoreNote: "Erreur : de la médiane simulée aux bornes de la source. Dans : l’intervalle de neuf tirages sur dix touche l’heure attestée (entre parenthèses : par un intervalle qui va jusqu’à jamais). CRPS : distance moyenne des heures simulées à l’heure attestée, moins la moitié de leur distance entre elles ; jamais compte comme la fin. Dernier journal : à partir de la dernière heure attestée de la formation, à l’allure attestée, là où il y en a une. Place dans la loi : heures attestées par dixième des heures simulées, les plus précoces d’abord ; régulière quand les chances sont justes. * : jours où des paramètres peuvent être réglés ; les autres ne font que juger.",
    recorded: "attesté", simulated: "simulé", noHour: "sans heure", notSimulated: "non simulé", source: "Source", tooEarly: "plus tôt", tooLate: "plus tard", hours: "h", axisLabel: "heures d’écart à l’heure attestée",
    seed: "Là où les récits divergent", seedOpen: "Montrer les {0} affirmations", seedLead: "Le récit dont ce projet est parti, et ce que disent les sources. Quand ils se contredisent, les deux restent : un scénario joue le plan tel que raconté, un autre ce qui a été fait.",
    statement: "Le récit dit", recordSays: "Les sources disent", shownIn: "Montré dans",
    limits: "Ce qui n’est pas modélisé", journal: "Journal d’un tirage", journalLead: "Tout ce que disent les légendes, dans l’ordre. Choisissez un autre tirage pour voir les mêmes ordres avec une autre chance.",
    journalOpen: "Montrer le journal", run: "Tirage", typical: "tirage {0}, le tirage type (le plus proche des médianes)", oneRun: "tirage {0}", ghosts: "Montrer les autres tirages en points pâles",
    keys: "Clavier", mapSays: "Carte de l’avance, {0}. {1}", moving: "{0} colonnes en marche, {1} à l’arrêt.", nothingYet: "Appuyez sur « Lire ».",
    about: "Produit par Paris 44 {0}. {1} : {2} tirages, graine {3}, dossier {4}.", noChance: "aucune (médianes)",
    credit: "", offline: "La page fonctionne sans réseau ; les liens mènent aux sources.",
    byPlace: "{0} : {1}", noonLine: "jusqu’au {0}", away: "{1}, {0} km",
  },
};

const CAUSES = {
  orders: ["waiting for orders", "attente des ordres"], "start-slip": ["late start", "départ retardé"], rolling: ["rolling", "marche"],
  halt: ["periodic halts", "haltes réglementaires"], fuel: ["refuelling", "plein d’essence"], rest: ["night rest", "repos de nuit"], breakdown: ["breakdowns", "pannes"],
  queue: ["traffic queue", "file d’attente"], line: ["waiting at the line", "attente à la ligne"], fight: ["fighting", "combat"], bridge: ["bridges", "ponts"],
  crowd: ["crowds", "foule"], weather: ["weather", "météo"], passing: ["letting others pass", "laisser passer"], gridlock: ["gridlock", "embouteillage"], assembly: ["assembly area", "zone de rassemblement"],
};

// {0}: who, {1}: where, {2}: what
const EVENTS = {
  order: ["{2}", "{2}"],
  contact: ["{0} meets resistance{1}", "{0} se heurte à une résistance{1}"],
  cleared: ["{0} takes the strongpoint{1}", "{0} enlève le point d’appui{1}"],
  surrender: ["Surrender of the garrison{1}", "La garnison se rend{1}"],
  withdrawn: ["The garrison withdraws{1}", "La garnison se retire{1}"],
  bypass: ["{0} goes round the obstacle{1}", "{0} contourne l’obstacle{1}"],
  line_wait: ["{0} must wait at the line{1}", "{0} doit attendre à la ligne{1}"],
  line_disobeyed: ["{0} crosses the line all the same{1}", "{0} franchit la ligne malgré l’ordre{1}"],
  line_lifted: ["The line is lifted", "La ligne est levée"],
  detach: ["{0} is sent ahead on its own{1}", "{0} est détachée en avant{1}"],
  counter_attack: ["Counter-attack on {0}{1}", "Contre-attaque contre {0}{1}"],
  enter_city: ["{0} enters the city{1}", "{0} entre en ville{1}"],
  cross_bridge: ["{0} crosses the river{1}", "{0} franchit le fleuve{1}"],
  junction: ["Junction{1}", "Jonction{1}"],
  sign: ["Signature of the surrender{1}", "Signature de la reddition{1}"],
  parade: ["Parade{1}", "Défilé{1}"],
  bridge: ["{0} seizes the bridge{1}", "{0} s’empare du pont{1}"],
  gridlock: ["Gridlock{1}", "Embouteillage{1}"],
  capture: ["{0} captures the staff{1}", "{0} capture l’état-major{1}"],
  fuel: ["{0} refuels{1}", "{0} fait le plein{1}"],
};
const BRIDGE_STATES = { blown: ["The bridge is blown{1}", "Le pont saute{1}"], repaired: ["The bridge is repaired{1}", "Le pont est réparé{1}"], mined: ["The bridge is mined{1}", "Le pont est miné{1}"] };

const UNITS = { men: ["men", "hommes"], bridges: ["bridges", "ponts"], h: ["h", "h"] };

const RECORDED = {
  order: ["order", "ordre"], depart: ["departs", "départ"], pass: ["head passes", "passage de la tête"], pass_tail: ["tail passes", "passage de la queue"],
  arrive: ["arrives", "arrivée"], contact: ["contact", "contact"], cleared: ["cleared", "nettoyé"], cross_bridge: ["crosses", "franchissement"],
  enter_city: ["enters the city", "entrée en ville"], junction: ["junction", "jonction"], surrender: ["surrender", "reddition"], sign: ["signature", "signature"], parade: ["parade", "défilé"],
};

const LIMITS = [
  ["The air, and ammunition", "Neither side’s aircraft act, and nobody runs out of shells. Fuel is a halt, not a stock.",
    "L’aviation et les munitions", "Aucune aviation n’agit et personne ne manque d’obus. L’essence est une halte, pas un stock."],
  ["The enemy’s mind", "Garrisons stand, leave at the hour the record gives, or are reinforced when an order says so. They do not react to a changed plan; each counterfactual says what it holds fixed.",
    "La volonté de l’ennemi", "Les garnisons tiennent, partent à l’heure attestée ou reçoivent des renforts quand un ordre le dit. Elles ne réagissent pas à un plan changé ; chaque variante dit ce qu’elle garde fixé."],
  ["The screen on other roads", "Where no source names a post, one may stand all the same: its chance is the share of the places that columns drove through where they met one. Which stand differs from run to run.",
    "L’écran sur les autres routes", "Là où aucune source ne nomme de poste, il peut s’en trouver un : sa probabilité est la part des lieux traversés où les colonnes en ont rencontré un. Ceux qui tiennent changent d’un tirage à l’autre."],
  ["Single shots", "A fight is a length of time and a loss, drawn from laws that rest on a handful of recorded fights. Their spread is wide on purpose.",
    "Le détail des combats", "Un combat est une durée et des pertes, tirées de lois fondées sur une poignée de combats attestés. Leur dispersion est large, exprès."],
  ["Politics", "The pressure of the uprising and the generals’ choices are orders with dates, not people whom one could persuade.",
    "La politique", "La pression de l’insurrection et les choix des généraux sont des ordres datés, non des personnes que l’on pourrait convaincre."],
  ["Small roads", "Tracks and farm lanes are not in the network. Lengths are as good as their sources, which the tables name.",
    "Les petits chemins", "Sentiers et chemins de ferme ne sont pas dans le réseau. Les longueurs valent ce que valent leurs sources, que les tables nomment.", "roads", "roads"],
  ["The map’s straight lines", "Roads are drawn straight from place to place and rivers from bridge to bridge; columns move evenly between two places. Their real lengths are used in the calculation.",
    "Les lignes droites de la carte", "Les routes sont tracées droites de lieu en lieu, les cours d’eau de pont en pont ; entre deux lieux les colonnes avancent régulièrement. Le calcul utilise les longueurs réelles."],
  ["Certainty", "Where sources disagree, both stand. Where they are silent, a figure is the modeller’s judgement (grade D) and says so.",
    "La certitude", "Quand les sources se contredisent, les deux restent. Quand elles se taisent, le chiffre est une estimation des auteurs (note D) et le dit."],
];

const KEYS = [
  ["Space", "play or pause", "Espace", "lire ou arrêter"], ["← →", "10 minutes back or on (with Shift: 1 hour)", "← →", "10 minutes en arrière ou en avant (avec Maj : 1 heure)"],
  ["Home, End", "first or last hour", "Origine, Fin", "première ou dernière heure"], ["N, P", "next or previous event", "N, P", "événement suivant ou précédent"],
  ["+ −", "zoom", "+ −", "zoom"], ["0", "follow the columns again", "0", "suivre de nouveau les colonnes"], ["Esc", "close the card", "Échap", "fermer la fiche"],
];

const DAYS = { en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"], fr: ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"] };
const MONTHS = { en: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
  fr: ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"] };

let language = "en";
const side = () => (language === "fr" ? 1 : 0);
const fill = (text, values) => text.replace(/\{(\d)\}/g, (_, k) => values[+k] ?? "");
/** French keeps its signs off the words before them, on the same line. */
const spaced = (text) => (language === "fr" ? text.replace(/ ([;:?!%»–])/g, "\u00a0$1").replace(/« /g, "«\u00a0") : text);
const say = (key, ...values) => spaced(fill(WORDS[language][key], values));
const pick = (pair) => pair[side()];

/** A text of the scenario: in French where there is a translation, else as it was written. */
const told = (text) => (language === "fr" && DATA.french[text] ? spaced(DATA.french[text]) : text);
/** The language of a text that has no translation, for the element that holds it. */
const foreign = (text) => (language === "fr" && text && !DATA.french[text] ? "en" : null);

const two = (n) => String(n).padStart(2, "0");
/** The parts of a moment (seconds since the start), reckoned without the reader's own time zone. */
function parts(seconds) {
  const d = new Date(scene.epoch + Math.round(seconds) * 1000);
  return { hour: two(d.getUTCHours()), minute: two(d.getUTCMinutes()), day: d.getUTCDate(), week: d.getUTCDay(), month: d.getUTCMonth(), year: d.getUTCFullYear() };
}
const hm = (s) => { const p = parts(s); return p.hour + ":" + p.minute; };
const dayName = (s) => { const p = parts(s), name = DAYS[language][p.week]; return `${name} ${p.day}${language === "fr" && p.day === 1 ? "er" : ""} ${MONTHS[language][p.month]}`; };
const dayHm = (s) => `${parts(s).day} ${MONTHS[language][parts(s).month].slice(0, language === "fr" ? 4 : 3)} ${hm(s)}`;
/** Seconds since the start of a local ISO time. */
const secondsOf = (text) => (Date.parse(text.slice(0, 19) + "Z") - scene.epoch) / 1000;
const iso = (s) => { const p = parts(s); return `${p.year}-${two(p.month + 1)}-${two(p.day)}T${p.hour}:${p.minute}`; };
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const grouped = (n, digits = 0) => n.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))/g, language === "fr" ? " " : ",").replace(".", language === "fr" && digits ? "," : ".");
const percent = (share) => Math.round(share * 100) + (language === "fr" ? " %" : " %");
/** Minutes as 12 min or 3 h 05. */
function span(minutes) {
  const m = Math.round(Math.abs(minutes));
  return m < 60 ? `${m} min` : `${Math.floor(m / 60)} h ${two(m % 60)}`;
}
const outcomeName = (name) => pick((DATA.outcomes[name] || { label: [name, name] }).label);
