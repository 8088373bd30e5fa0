//! The names of character references that people write: those of HTML 4, and those of signs that mean something in Markdown.
//!
//! They are in the first part of the module; the other names come with the later part, see [`crate::split`].

/// The names, parted by spaces.
pub(super) const FREQUENT: &str = "\
    AElig Aacute Acirc Agrave Alpha Aring Atilde Auml Beta Ccedil Chi Dagger Delta ETH Eacute Ecirc Egrave Epsilon \
    Eta Euml Gamma Iacute Icirc Igrave Iota Iuml Kappa Lambda Mu NewLine Ntilde Nu OElig Oacute Ocirc Ograve Omega \
    Omicron Oslash Otilde Ouml Phi Pi Prime Psi Rho Scaron Sigma THORN Tab Tau Theta Uacute Ucirc Ugrave Upsilon \
    Uuml Xi Yacute Yuml Zeta aacute acirc acute aelig agrave alefsym alpha amp and ang apos aring ast asymp atilde \
    auml bdquo beta brvbar bsol bull cap ccedil cedil cent check chi circ clubs colon comma commat cong copy crarr \
    cross cup curren dArr dagger darr deg delta diams divide dollar eacute ecirc egrave empty emsp ensp epsilon \
    equals equiv eta eth euml euro excl exist fnof forall frac12 frac14 frac34 frasl gamma ge grave gt hArr hairsp \
    harr hearts hellip iacute icirc iexcl igrave image infin int iota iquest isin iuml kappa lArr lambda lang \
    laquo larr lbrace lbrack lceil lcub ldquo le lfloor lowast lowbar loz lpar lrm lsaquo lsqb lsquo lt macr mdash \
    micro middot minus mu nabla nbsp ndash ne ni not notin nsub ntilde nu num oacute ocirc oelig ograve oline \
    omega omicron oplus or ordf ordm oslash otilde otimes ouml para part percnt period permil perp phi phone pi \
    piv plus plusmn pound prime prod prop psi quest quot rArr radic rang raquo rarr rbrace rbrack rceil rcub rdquo \
    real reg rfloor rho rlm rpar rsaquo rsqb rsquo sbquo scaron sdot sect semi shy sigma sigmaf sim sol spades \
    star starf sub sube sum sup sup1 sup2 sup3 supe szlig tau there4 theta thetasym thinsp thorn tilde times trade \
    uArr uacute uarr ucirc ugrave uml upsih upsilon uuml verbar vert weierp xi yacute yen yuml zeta zwj zwnj";
