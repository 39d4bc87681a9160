//! The attack files of A3 and D.2: the meaning of an approval (40-51). Knows only their names.
#[path = "atk_40_quoted_words.rs"]
mod atk_40;
#[path = "atk_41_parts_differ.rs"]
mod atk_41;
#[path = "atk_42_machines_answer.rs"]
mod atk_42;
#[path = "atk_42_machine_mails.rs"]
mod atk_42_mails;
#[path = "atk_43_forged_bounces.rs"]
mod atk_43;
#[path = "atk_44_misfires.rs"]
mod atk_44;
#[path = "atk_45_four_eyes.rs"]
mod atk_45;
#[path = "atk_45_four_eyes_database.rs"]
mod atk_45_database;
#[path = "atk_46_changed_dossier.rs"]
mod atk_46;
#[path = "atk_47_out_of_order.rs"]
mod atk_47;
#[path = "atk_48_opposite_answers.rs"]
mod atk_48;
#[path = "atk_49_digest_reply.rs"]
mod atk_49;
#[path = "atk_50_signature_wrapping.rs"]
mod atk_50;
#[path = "atk_51_imitations.rs"]
mod atk_51;
#[path = "d2_delegation.rs"]
mod d2_delegation;
#[path = "d2_risks.rs"]
mod d2_risks;
