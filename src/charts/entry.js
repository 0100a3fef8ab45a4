// What of Apache ECharts a report uses; all else is left out.
import * as core from 'echarts/core';
import { LineChart, ParallelChart, ScatterChart } from 'echarts/charts';
import {
  DataZoomInsideComponent, GridComponent, LegendComponent, ParallelComponent, TooltipComponent
} from 'echarts/components';
import { CanvasRenderer } from 'echarts/renderers';

core.use([
  LineChart, ParallelChart, ScatterChart,
  DataZoomInsideComponent, GridComponent, LegendComponent, ParallelComponent, TooltipComponent,
  CanvasRenderer
]);
export const init = core.init;
