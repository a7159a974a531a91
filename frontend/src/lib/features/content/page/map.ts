import { Map, Marker, NavigationControl, setWorkerUrl } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';

/** Point is where the map looks and how it is drawn. */
export interface Point {
	style: string;
	lat: number;
	lon: number;
}

/**
 * draw shows a map in an element and tells whether it could. Nothing of another
 * host is ever asked for: a style that names one shows without that part.
 */
export function draw(box: HTMLElement, { style, lat, lon }: Point, told: (shown: boolean) => void): () => void {
	const here = new URL(style, location.href);
	if (here.origin !== location.origin) {
		told(false);
		return () => {};
	}
	setWorkerUrl(workerUrl);
	const map = new Map({
		container: box,
		style: here.href,
		center: [lon, lat],
		zoom: 15,
		cooperativeGestures: true,
		transformRequest: (url) => ({ url: new URL(url, location.href).origin === location.origin ? url : 'data:,' })
	});
	map.addControl(new NavigationControl({ showCompass: false }));
	map.once('load', () => told(true));
	map.on('error', () => {
		if (!map.loaded()) told(false);
	});
	new Marker().setLngLat([lon, lat]).addTo(map);
	return () => map.remove();
}
