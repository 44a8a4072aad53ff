namespace Shopkeeper.Frontend.Operations;

/// <summary>What operators may do.</summary>
public static class OperatorRoles
{
    /// <summary>May read.</summary>
    public const string Viewer = "viewer";

    /// <summary>May read and act.</summary>
    public const string Operator = "operator";
}
