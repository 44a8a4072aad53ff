namespace Shopkeeper.Shopify.SessionTokens;

/// <summary>Why a session token was refused. Nothing of the token is repeated.</summary>
public enum SessionTokenRefusal
{
    /// <summary>
    /// Not three segments of base64url with JSON objects, too long, or a claim is repeated or of another type.
    /// </summary>
    Malformed = 1,

    /// <summary>The header names another algorithm than HS256, or demands an extension.</summary>
    Algorithm = 2,

    /// <summary>None of the app's secrets made the signature.</summary>
    Signature = 3,

    /// <summary><c>exp</c> is missing or more than 10 s in the past.</summary>
    Expired = 4,

    /// <summary><c>nbf</c> is more than 10 s in the future.</summary>
    NotYetValid = 5,

    /// <summary><c>aud</c> is another app's client id.</summary>
    Audience = 6,

    /// <summary><c>dest</c> is no <c>https://{shop}.myshopify.com</c>.</summary>
    Destination = 7,

    /// <summary><c>iss</c> is not the admin of the shop in <c>dest</c>.</summary>
    Issuer = 8,

    /// <summary><c>sub</c> is present but no user of the shop's staff (a numeric id).</summary>
    Subject = 9,
}
