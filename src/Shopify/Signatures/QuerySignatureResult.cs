namespace Shopkeeper.Shopify.Signatures;

/// <summary>The verdict on a signed query.</summary>
public enum QuerySignatureResult
{
    /// <summary>One of the secrets made the signature.</summary>
    Valid = 1,

    /// <summary>There is no <c>hmac</c>.</summary>
    Missing = 2,

    /// <summary>
    /// A parameter that must stand alone is repeated: <c>hmac, shop, timestamp, state, code, host</c>.
    /// </summary>
    Repeated = 3,

    /// <summary>None of the secrets made the signature.</summary>
    Mismatch = 4,
}
