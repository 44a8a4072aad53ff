namespace Shopkeeper.Frontend.Operations;

/// <summary>Names of authorization policies on the internal listener.</summary>
public static class OperatorPolicies
{
    /// <summary>Any operator's key.</summary>
    public const string Read = "operator-read";

    /// <summary>A key with the role <c>operator</c>.</summary>
    public const string Act = "operator-act";
}
