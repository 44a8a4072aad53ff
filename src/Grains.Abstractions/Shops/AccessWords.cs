namespace Shopkeeper.Grains.Abstractions.Shops;

/// <summary>The states' names outside: in answers, metrics and codes.</summary>
public static class AccessWords
{
    /// <summary><c>fine</c>, <c>refused</c>, <c>needs-grant</c>, <c>frozen</c>, <c>closed</c>, <c>locked</c> or
    /// <c>forbidden</c>.</summary>
    public static string Of(AccessState state) => state switch
    {
        AccessState.Fine => "fine",
        AccessState.Refused => "refused",
        AccessState.NeedsGrant => "needs-grant",
        AccessState.Frozen => "frozen",
        AccessState.Closed => "closed",
        AccessState.Locked => "locked",
        AccessState.Forbidden => "forbidden",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
