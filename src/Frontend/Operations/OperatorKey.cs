using Shopkeeper.Frontend.Keys;

namespace Shopkeeper.Frontend.Operations;

/// <summary>One operator's key. Only its hash is configured.</summary>
public sealed class OperatorKey : HashedKey
{
    /// <summary>
    /// <c>viewer</c> may read, <c>operator</c> may act too. Comma separated. Default <c>operator</c>.
    /// </summary>
    public string Roles { get; set; } = OperatorRoles.Operator;
}
