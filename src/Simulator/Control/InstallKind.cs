namespace Shopkeeper.Simulator.Control;

/// <summary>What an installation through the control API leaves in the caller's hands.</summary>
public enum InstallKind
{
    /// <summary>An offline access token, as if the code had been exchanged already.</summary>
    Token = 0,

    /// <summary>A code and the signed callback address, as after the merchant's approval.</summary>
    Code = 1,

    /// <summary>Nothing: a managed install, which makes no call to the app.</summary>
    Managed = 2,
}
