namespace FtpActors.Server.Sessions;

/// <content>Which state takes the next message. Akka's behaviours would be three objects with every change, twice a command.</content>
internal sealed partial class SessionActor
{
    private Stage _stage;

    private enum Stage
    {
        Ready,
        Working,
        Waiting,
        Transferring,
        Switching,
        Closing,
    }

    protected override void OnReceive(object message)
    {
        if (_timers.Open(message) is not { } due)
            return;
        switch (_stage)
        {
            case Stage.Ready:
                Ready(due);
                break;
            case Stage.Working:
                Working(due);
                break;
            case Stage.Waiting:
                Waiting(due);
                break;
            case Stage.Transferring:
                Transferring(due);
                break;
            case Stage.Switching:
                Switching(due);
                break;
            default:
                Closing(due);
                break;
        }
    }

    private void Become(Stage stage) => _stage = stage;
}
