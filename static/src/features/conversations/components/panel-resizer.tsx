import { useSettings } from 'src/lib/settings';

/** What the settings take, and what an arrow key moves. */
const MIN_PX = 320;
const MAX_PX = 1200;
const STEP_PX = 24;
/** The list keeps at least this much of the window. */
const LIST_PX = 360;

function setWidth(widthPx: number): void {
  const mostPx = Math.max(Math.min(MAX_PX, window.innerWidth - LIST_PX), MIN_PX);
  useSettings.getState().changeSettings({ panelWidth: Math.round(Math.min(Math.max(widthPx, MIN_PX), mostPx)) });
}

/** The left edge of the panel, moved by pointer or arrow keys. */
export function PanelResizer() {
  const panelWidth = useSettings((settings) => settings.panelWidth);
  return (
    <div
      role="separator"
      aria-label="Width of the panel"
      aria-orientation="vertical"
      aria-valuenow={panelWidth}
      aria-valuemin={MIN_PX}
      aria-valuemax={MAX_PX}
      tabIndex={0}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) {
          setWidth(window.innerWidth - event.clientX);
        }
      }}
      onKeyDown={(event) => {
        const step = { ArrowLeft: STEP_PX, ArrowRight: -STEP_PX }[event.key];
        if (step !== undefined) {
          event.preventDefault();
          setWidth(panelWidth + step);
        }
      }}
      className="absolute inset-y-0 -left-1 z-10 w-2 cursor-col-resize touch-none hover:bg-accent/30 focus-visible:bg-accent/30 max-lg:hidden"
    />
  );
}
