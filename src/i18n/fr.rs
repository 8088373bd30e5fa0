//! Français.

use super::Strings;

pub(super) const STRINGS: Strings = Strings {
    language: "fr",
    is_one: |count| count < 2,

    alert_caution: "Attention",
    alert_important: "Important",
    alert_note: "Note",
    alert_tip: "Astuce",
    alert_warning: "Avertissement",
    back_to_text: "Retour au texte, note",
    code: "Code",
    copy: "Copier",
    copied: "Copié",
    embedded: "Contenu intégré :",
    load_image: "Charger l’image :",
    notes: "Notes",
    table: "Tableau",
    task_done: "Fait",
    task_open: "À faire",

    posts: "{} billets",
    one_post: "{} billet",
    posts_of: "{} sur {} billets",
    posts_label: "Billets",
    tags: "Étiquettes",
    more_tags: "Les {} étiquettes",
    fewer_tags: "Moins d’étiquettes",
    match_all: "Avec toutes ces étiquettes",
    clear: "Effacer les filtres",
    languages: "Langues",
    every_language: "Toutes les versions",
    minutes: "{} min",
    also_in: "Aussi en",
    only_in: "Seulement en {}",
    mixed: "En deux langues",
    nothing_found: "Aucun billet ne correspond à ces filtres.",
    nothing_found_remedy: "Retirez une étiquette, ou effacez les filtres.",
    empty: "Il n’y a pas encore de billet.",
    empty_remedy: "Le recueil a été lu, et sa liste est vide.",

    back: "Tous les billets",
    versions: "Lire en",
    summary_only: "résumé seulement",
    not_available: "non disponible",
    shown_instead: "Non disponible en {}. Affiché en {}.",
    summary: "Résumé",
    show_rest: "Afficher la suite",
    cut: "Ce billet est très long. En voici la première partie.",
    broken: "Ce billet n’a pas pu être affiché.",
    too_long: "Ce billet est trop long pour être affiché.",
    at_its_address: "Le lire à son adresse",
    loading: "Chargement…",
    unknown_post: "Ce billet n’est pas dans le recueil. Il a pu être renommé ou retiré.",

    failed_not_found: (
        "Les billets sont introuvables.",
        "Il n’y a pas de recueil à cette adresse. Vérifiez l’attribut « src » du lecteur.",
    ),
    failed_network: (
        "Les billets n’ont pas pu être chargés.",
        "La connexion a échoué, ou l’autre site ne laisse pas cette page le lire (CORS). Placez le recueil à côté de la page, ou faites envoyer Access-Control-Allow-Origin par son serveur.",
    ),
    failed_offline: (
        "Vous êtes hors connexion.",
        "Les billets seront chargés dès que la connexion reviendra.",
    ),
    failed_not_json: (
        "Les billets n’ont pas pu être lus.",
        "Le fichier n’est pas du JSON, ou il est incomplet. Reconstruisez-le avec liseuse-bundle.",
    ),
    failed_not_a_feed: (
        "Ceci n’est pas un recueil de billets.",
        "Un recueil est un JSON Feed, avec « version », « title » et « items ».",
    ),
    failed_too_new: (
        "Ces billets demandent un lecteur plus récent.",
        "Mettez à jour liseuse.js sur cette page.",
    ),
    failed_too_large: (
        "Il y a trop de billets pour un seul recueil.",
        "Répartissez-les sur plusieurs recueils.",
    ),
    failed_server: (
        "Les billets n’ont pas pu être chargés.",
        "Le serveur a répondu par une erreur. Réessayez dans un instant.",
    ),
    failed_no_source: (
        "Aucun billet n’a été donné.",
        "Donnez au lecteur un attribut « src », l’adresse d’un recueil.",
    ),
    retry: "Réessayer",
};
